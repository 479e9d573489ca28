package org.jixiao.chassis.request;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorConfiguration;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.Test;

class ValidationConfigTest {

    private static final String RARE = "\ud842\udfb7";

    record Note(@NotBlank String text) {
    }

    record Person(@Size(min = 2, max = 200) String name, @Size(min = 1, max = 2) List<String> titles) {
    }

    private final Validator validator = validator();

    private static Validator validator() {
        HibernateValidatorConfiguration validation = Validation.byProvider(HibernateValidator.class).configure()
            .messageInterpolator(new ParameterMessageInterpolator());
        new ValidationConfig().customize(validation);
        return validation.buildValidatorFactory().getValidator();
    }

    @Test
    void aTextIsAsLongAsItHasCharactersHoweverRare() {
        assertEquals(List.of(), refused(RARE.repeat(200)));
        assertEquals(List.of(), refused("人".repeat(200)));
        assertEquals(List.of("name"), refused(RARE.repeat(201)));
        assertEquals(List.of("name"), refused("人".repeat(201)));
    }

    @Test
    void oneRareCharacterIsNotTwo() {
        assertEquals(List.of("name"), refused(RARE));
        assertEquals(List.of(), refused(RARE.repeat(2)));
    }

    @Test
    void whatIsAbsentIsNotMeasured() {
        assertEquals(List.of(), refused(null));
    }

    @Test
    void aListIsAsLongAsItHasItems() {
        assertEquals(List.of("titles"), refused("张三", "局长", "副局长", "科长"));
        assertEquals(List.of("titles"), refused("张三", new String[0]));
    }

    @Test
    void whatPeopleSeeNothingOfIsBlank() {
        for (String blank : List.of("", " ", "\u3000", "\u3000\t\r\n", "\u00a0", "\ufeff", "\u2028")) {
            assertEquals(1, validator.validate(new Note(blank)).size(), "taken: " + blank.codePoints().boxed().toList());
        }
        assertEquals(1, validator.validate(new Note(null)).size());
    }

    @Test
    void aTextWithBlanksAroundItIsNone() {
        assertEquals(Set.of(), validator.validate(new Note("\u3000局长\u3000")));
    }

    private List<String> refused(String name) {
        return refused(name, "局长");
    }

    private List<String> refused(String name, String... titles) {
        return validator.validate(new Person(name, List.of(titles))).stream()
            .map(fault -> fault.getPropertyPath().toString()).toList();
    }
}
