/**
 * The kind sap: one system SAP S/4HANA, its business objects by their published OData services, and
 * comments both ways as texts of sales orders. How OData is spoken stands in core/odata.
 */
@NullMarked
package io.causerie.sap;

import org.jspecify.annotations.NullMarked;
