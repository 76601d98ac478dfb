package io.causerie.odata;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
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
import org.apache.olingo.server.api.OData;
import org.apache.olingo.server.api.ODataHttpHandler;
import org.jspecify.annotations.Nullable;

/** The service in V4, by Olingo 5. */
final class V4Servlet extends HttpServlet {
  private static final long serialVersionUID = 1;
  private static final FullQualifiedName TYPE = new FullQualifiedName("Desk", "Order");
  private static final FullQualifiedName CONTAINER = new FullQualifiedName("Desk", "Container");

  private final transient Orders orders;

  V4Servlet(Orders orders) {
    this.orders = orders;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response) {
    OData odata = OData.newInstance();
    ODataHttpHandler handler =
        odata.createHandler(odata.createServiceMetadata(new Model(), List.of()));
    handler.register(new V4Processor(orders));
    handler.process(request, response);
  }

  private static final class Model extends CsdlAbstractEdmProvider {
    @Override
    public @Nullable CsdlEntityType getEntityType(FullQualifiedName name) {
      return name.equals(TYPE) ? type() : null;
    }

    @Override
    public @Nullable CsdlEntitySet getEntitySet(FullQualifiedName container, String name) {
      return name.equals("Orders") ? set() : null;
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
              .setNamespace("Desk")
              .setEntityTypes(List.of(type()))
              .setEntityContainer(getEntityContainer()));
    }

    private static CsdlEntitySet set() {
      return new CsdlEntitySet().setName("Orders").setType(TYPE);
    }

    private static CsdlEntityType type() {
      return new CsdlEntityType()
          .setName("Order")
          .setKey(
              List.of(
                  new CsdlPropertyRef().setName("Company"),
                  new CsdlPropertyRef().setName("Number")))
          .setProperties(
              List.of(
                  property("Company", EdmPrimitiveTypeKind.String),
                  property("Number", EdmPrimitiveTypeKind.Int32),
                  property("Status", EdmPrimitiveTypeKind.String),
                  property("ChangedAt", EdmPrimitiveTypeKind.DateTimeOffset).setPrecision(7)));
    }

    private static CsdlProperty property(String name, EdmPrimitiveTypeKind kind) {
      return new CsdlProperty().setName(name).setType(kind.getFullQualifiedName());
    }
  }
}
