/** Jakarta Validation constraints on parameters, bodies and messages. */
@NullMarked
package dev.parley.validation;

import org.jspecify.annotations.NullMarked;
