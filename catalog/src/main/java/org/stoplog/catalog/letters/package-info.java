/**
 * Ready-made letters to people whose data was taken, one file a language: sentences, names of data
 * elements, and how somebody who has them might deceive. Drafts, to be checked by native speakers.
 */
@NullMarked
package org.stoplog.catalog.letters;

import org.jspecify.annotations.NullMarked;
