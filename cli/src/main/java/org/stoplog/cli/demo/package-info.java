/** The story of a breach at a made-up company, told through the pages, as people use them. */
@NullMarked
package org.stoplog.cli.demo;

import org.jspecify.annotations.NullMarked;
