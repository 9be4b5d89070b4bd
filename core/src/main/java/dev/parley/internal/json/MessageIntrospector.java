package dev.parley.internal.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.ser.BeanPropertyWriter;

/**
 * Tells Jackson what Parley's types mean: components of records are required, sealed interfaces
 * carry a type.
 */
final class MessageIntrospector extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  @Override
  public @Nullable Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    var component = component(member);
    return component == null
        ? super.hasRequiredMarker(config, member)
        : Boolean.valueOf(isRequired(component));
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    var component = annotated instanceof AnnotatedMember member ? component(member) : null;
    return component != null && isRequired(component)
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : super.findSetterInfo(config, annotated);
  }

  @Override
  public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(
      MapperConfig<?> config, Annotated annotated) {
    var own = super.findPolymorphicTypeInfo(config, annotated);
    boolean reads = config instanceof DeserializationConfig;
    if (own != null || !reads || !(annotated instanceof AnnotatedClass)) {
      return own;
    }
    return SealedMessages.familyOf(annotated.getRawType())
        .map(family ->
            JsonTypeInfo.Value.construct(
                JsonTypeInfo.Id.NAME,
                JsonTypeInfo.As.PROPERTY,
                SealedMessages.property(family),
                null,
                false,
                false,
                false))
        .orElse(null);
  }

  @Override
  public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
    var own = super.findSubtypes(config, annotated);
    var type = annotated.getRawType();
    if (own != null || !SealedMessages.isFamily(type)) {
      return own;
    }
    return SealedMessages.recordsByName(type).entrySet().stream()
        .map(entry -> new NamedType(entry.getValue(), entry.getKey()))
        .toList();
  }

  @Override
  public @Nullable String findTypeName(MapperConfig<?> config, AnnotatedClass annotated) {
    var own = super.findTypeName(config, annotated);
    var type = annotated.getRawType();
    return own == null && type.isRecord() && SealedMessages.familyOf(type).isPresent()
        ? SealedMessages.name(type)
        : own;
  }

  @Override
  public void findAndAddVirtualProperties(
      MapperConfig<?> config, AnnotatedClass annotated, List<BeanPropertyWriter> properties) {
    super.findAndAddVirtualProperties(config, annotated, properties);
    var type = annotated.getRawType();
    boolean typedByJackson = super.findPolymorphicTypeInfo(config, annotated) != null;
    if (type.isRecord() && !typedByJackson) {
      SealedMessages.familyOf(type)
          .ifPresent(family -> properties.addFirst(TypeProperty.of(config, annotated, family)));
    }
  }

  /** Tells whether a client must give a component. */
  static boolean isRequired(RecordComponent component) {
    return component.getType() != Optional.class
        && !component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable RecordComponent component(AnnotatedMember member) {
    if (!(member instanceof AnnotatedParameter parameter)) {
      return null;
    }
    var declaring = parameter.getDeclaringClass();
    if (!declaring.isRecord()) {
      return null;
    }
    var components = declaring.getRecordComponents();
    boolean canonical = parameter.getOwner().getParameterCount() == components.length;
    return canonical ? components[parameter.getIndex()] : null;
  }
}
