package dev.parley.internal.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

/** Refuses to write what JSON has no number for: NaN and the infinities (RFC 8259, section 6). */
final class FiniteNumbers {
  private FiniteNumbers() {}

  static JacksonModule module() {
    return new SimpleModule("finite-numbers")
        .addSerializer(new DoubleWriter(Double.class))
        .addSerializer(new DoubleWriter(double.class))
        .addSerializer(new FloatWriter(Float.class))
        .addSerializer(new FloatWriter(float.class));
  }

  private static final class DoubleWriter extends StdSerializer<Double> {
    DoubleWriter(Class<?> type) {
      super(type);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializationContext context) {
      if (!Double.isFinite(value)) {
        context.reportMappingProblem("%s is no JSON number.", value);
      }
      json.writeNumber(value.doubleValue());
    }
  }

  private static final class FloatWriter extends StdSerializer<Float> {
    FloatWriter(Class<?> type) {
      super(type);
    }

    @Override
    public void serialize(Float value, JsonGenerator json, SerializationContext context) {
      if (!Float.isFinite(value)) {
        context.reportMappingProblem("%s is no JSON number.", value);
      }
      json.writeNumber(value.floatValue());
    }
  }
}
