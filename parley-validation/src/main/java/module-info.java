import org.jspecify.annotations.NullMarked;

/** Constraints of Jakarta Validation on parameters and messages. */
@NullMarked
module dev.parley.validation {
  requires transitive dev.parley;
  requires jakarta.validation;
  requires org.hibernate.validator;

  exports dev.parley.validation;

  provides dev.parley.spi.Constraints with
      dev.parley.validation.JakartaConstraints;
}
