package dev.parley.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.VirtualAnnotatedMember;
import tools.jackson.databind.ser.VirtualBeanPropertyWriter;
import tools.jackson.databind.util.SimpleBeanPropertyDefinition;

/**
 * The property that says which message of a family a record is. A property of the record rather
 * than type information of Jackson's, which it leaves out wherever the declared type is lost, as in
 * a list.
 */
final class TypeProperty extends VirtualBeanPropertyWriter {
  private static final long serialVersionUID = 1L;

  private final String messageType;

  private TypeProperty(
      BeanPropertyDefinition definition,
      AnnotatedClass owner,
      JavaType textType,
      String messageType) {
    super(definition, owner.getAnnotations(), textType);
    this.messageType = messageType;
  }

  static TypeProperty of(MapperConfig<?> config, AnnotatedClass owner, Class<?> family) {
    var textType = config.constructType(String.class);
    String property = SealedMessages.property(family);
    var member = new VirtualAnnotatedMember(owner, owner.getRawType(), property, textType);
    var definition =
        SimpleBeanPropertyDefinition.construct(config, member, PropertyName.construct(property));
    return new TypeProperty(definition, owner, textType, SealedMessages.name(owner.getRawType()));
  }

  @Override
  protected Object value(Object record, JsonGenerator json, SerializationContext context) {
    return messageType;
  }

  @Override
  public VirtualBeanPropertyWriter withConfig(
      MapperConfig<?> config,
      AnnotatedClass owner,
      BeanPropertyDefinition definition,
      JavaType type) {
    return this;
  }
}
