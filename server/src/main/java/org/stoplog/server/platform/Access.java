package org.stoplog.server.platform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Who may call a handler, and at which door. A handler without it is refused to everybody. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Access {
  Permission value();

  Listener listener();

  /** Whether a program may call it with a token. It must then be safe without a form's token. */
  boolean byToken() default false;
}
