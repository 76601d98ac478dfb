package io.causerie.quickstart.desk;

import java.util.List;
import org.apache.olingo.commons.api.edm.EdmPrimitiveTypeKind;
import org.apache.olingo.commons.api.edm.FullQualifiedName;
import org.apache.olingo.commons.api.edm.provider.CsdlAbstractEdmProvider;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainer;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityContainerInfo;
import org.apache.olingo.commons.api.edm.provider.CsdlEntitySet;
import org.apache.olingo.commons.api.edm.provider.CsdlEntityType;
import org.apache.olingo.commons.api.edm.provider.CsdlProperty;
import org.apache.olingo.commons.api.edm.provider.CsdlPropertyRef;
import org.apache.olingo.commons.api.edm.provider.CsdlSchema;
import org.jspecify.annotations.Nullable;

/** What the service says of itself, as {@code $metadata}: one entity set. */
final class DeliveryModel extends CsdlAbstractEdmProvider {
  private static final String SET = "Deliveries";
  private static final FullQualifiedName TYPE = new FullQualifiedName("Desk", "Delivery");
  private static final FullQualifiedName CONTAINER = new FullQualifiedName("Desk", "Container");

  @Override
  public @Nullable CsdlEntityType getEntityType(FullQualifiedName name) {
    return name.equals(TYPE) ? type() : null;
  }

  @Override
  public @Nullable CsdlEntitySet getEntitySet(FullQualifiedName container, String name) {
    return name.equals(SET) ? set() : null;
  }

  @Override
  public CsdlEntityContainerInfo getEntityContainerInfo(@Nullable FullQualifiedName name) {
    return new CsdlEntityContainerInfo().setContainerName(CONTAINER);
  }

  @Override
  public CsdlEntityContainer getEntityContainer() {
    return new CsdlEntityContainer().setName(CONTAINER.getName()).setEntitySets(List.of(set()));
  }

  @Override
  public List<CsdlSchema> getSchemas() {
    return List.of(
        new CsdlSchema()
            .setNamespace(TYPE.getNamespace())
            .setEntityTypes(List.of(type()))
            .setEntityContainer(getEntityContainer()));
  }

  private static CsdlEntitySet set() {
    return new CsdlEntitySet().setName(SET).setType(TYPE);
  }

  private static CsdlEntityType type() {
    return new CsdlEntityType()
        .setName(TYPE.getName())
        .setKey(List.of(new CsdlPropertyRef().setName("Number")))
        .setProperties(
            List.of(
                property("Number", EdmPrimitiveTypeKind.String).setNullable(false),
                property("OrderNumber", EdmPrimitiveTypeKind.String),
                property("Customer", EdmPrimitiveTypeKind.String),
                property("Carrier", EdmPrimitiveTypeKind.String),
                property("Status", EdmPrimitiveTypeKind.String),
                property("Confidential", EdmPrimitiveTypeKind.Boolean),
                property("Version", EdmPrimitiveTypeKind.Int32),
                property("ChangedBy", EdmPrimitiveTypeKind.String),
                property("ChangedByName", EdmPrimitiveTypeKind.String),
                property("ChangedOn", EdmPrimitiveTypeKind.DateTimeOffset).setPrecision(6),
                property("Page", EdmPrimitiveTypeKind.String)));
  }

  private static CsdlProperty property(String name, EdmPrimitiveTypeKind kind) {
    return new CsdlProperty().setName(name).setType(kind.getFullQualifiedName());
  }
}
