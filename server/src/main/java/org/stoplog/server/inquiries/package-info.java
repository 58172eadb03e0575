/** Questions of the public: whether somebody is affected, and whether a letter is ours. */
@NullMarked
package org.stoplog.server.inquiries;

import org.jspecify.annotations.NullMarked;
