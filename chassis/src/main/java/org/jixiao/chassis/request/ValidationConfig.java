package org.jixiao.chassis.request;

import io.quarkus.hibernate.validator.ValidatorFactoryCustomizer;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.Collection;
import org.hibernate.validator.BaseHibernateValidatorConfiguration;
import org.hibernate.validator.cfg.ConstraintMapping;
import org.jixiao.chassis.paging.Text;

/**
 * Takes texts as the API documents do, and the database. A character outside the basic plane, as names of persons have
 * it, is one; the usual validators count it as two. A no-break space is blank; to them it is text.
 */
@Singleton
public class ValidationConfig implements ValidatorFactoryCustomizer {

    @Override
    public void customize(BaseHibernateValidatorConfiguration<?> validation) {
        ConstraintMapping mapping = validation.createConstraintMapping();
        mapping.constraintDefinition(Size.class).includeExistingValidators(false)
            .validatedBy(TextSize.class).validatedBy(ItemsSize.class);
        mapping.constraintDefinition(NotBlank.class).includeExistingValidators(false).validatedBy(TextNotBlank.class);
        validation.addMapping(mapping);
    }

    public static final class TextSize implements ConstraintValidator<Size, CharSequence> {

        private Size bounds;

        @Override
        public void initialize(Size size) {
            bounds = size;
        }

        @Override
        public boolean isValid(CharSequence text, ConstraintValidatorContext context) {
            return text == null || isWithin(bounds, Text.length(text));
        }
    }

    public static final class ItemsSize implements ConstraintValidator<Size, Collection<?>> {

        private Size bounds;

        @Override
        public void initialize(Size size) {
            bounds = size;
        }

        @Override
        public boolean isValid(Collection<?> items, ConstraintValidatorContext context) {
            return items == null || isWithin(bounds, items.size());
        }
    }

    public static final class TextNotBlank implements ConstraintValidator<NotBlank, CharSequence> {

        @Override
        public boolean isValid(CharSequence text, ConstraintValidatorContext context) {
            return text != null && !Text.isBlank(text);
        }
    }

    private static boolean isWithin(Size bounds, int size) {
        return size >= bounds.min() && size <= bounds.max();
    }
}
