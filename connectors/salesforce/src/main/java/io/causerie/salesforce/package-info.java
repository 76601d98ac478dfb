/**
 * Records of Salesforce as they change (Pub/Sub API), as they are (SOQL), and what people say under
 * them (Chatter). No mapping of values: that is for the mapping files.
 */
@org.jspecify.annotations.NullMarked
package io.causerie.salesforce;
