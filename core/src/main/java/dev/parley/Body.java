package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Takes a parameter of an HTTP handler from the request body.
 *
 * <p>Needed only where the parameter is not recognised by itself, as one record or collection is.
 * {@link String} and {@code byte[]} take the body as it is; anything else is read as JSON,
 * strictly: a number is no string. A body that is no JSON is answered with 400, one of another
 * media type with 415, one that does not fit with 422 and a list of every problem.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Body {}
