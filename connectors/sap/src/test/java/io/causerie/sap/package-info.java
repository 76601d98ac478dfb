/** The kind sap, against a stand-in for S/4HANA. */
@NullMarked
package io.causerie.sap;

import org.jspecify.annotations.NullMarked;
