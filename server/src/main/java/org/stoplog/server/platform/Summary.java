package org.stoplog.server.platform;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a handler for programs does, in one sentence; docs/reference/openapi.json is made of it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface Summary {
  String value();

  /** HTTP status when it was done. */
  int status() default 200;
}
