package dev.parley;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Maps exceptions to what the peer is told.
 *
 * <p>The annotated method takes the exception and returns an {@link ErrorReply}. The method whose
 * parameter type is nearest to the exception thrown is used; those of a route object come before
 * those of the application.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface OnError {}
