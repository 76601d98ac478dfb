/** Takes in IDocs of SAP systems as XML, posted or from a folder. */
@org.jspecify.annotations.NullMarked
package io.causerie.idoc;
