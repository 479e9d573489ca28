package org.jixiao.local;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What was typed after {@code ./suite}.
 *
 * @param words the words that are no options
 */
record Command(String name, List<String> words, boolean detach, boolean follow, String port, String subject,
        Set<Service> without) {

    /** The command line makes no sense; the help does. */
    static final class Misuse extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Misuse(String reason) {
            super(reason);
        }
    }

    static Command parse(List<String> arguments) {
        String name = arguments.isEmpty() ? "help" : arguments.get(0);
        List<String> words = new ArrayList<>();
        boolean detach = false;
        boolean follow = false;
        String port = null;
        String subject = null;
        Set<Service> without = EnumSet.noneOf(Service.class);
        for (int i = 1; i < arguments.size(); i++) {
            String argument = arguments.get(i);
            switch (argument) {
                case "--detach", "-d" -> detach = true;
                case "--follow", "-f" -> follow = true;
                case "--port" -> port = value(arguments, ++i);
                case "--subject" -> subject = value(arguments, ++i);
                case "--without" -> without.add(service(value(arguments, ++i)));
                default -> {
                    if (argument.startsWith("-")) {
                        throw new Misuse("There is no option " + argument + ".");
                    }
                    words.add(argument);
                }
            }
        }
        return new Command(name, words, detach, follow, port, subject, without);
    }

    private static String value(List<String> arguments, int index) {
        if (index >= arguments.size()) {
            throw new Misuse(arguments.get(index - 1) + " needs a value.");
        }
        return arguments.get(index);
    }

    private static Service service(String name) {
        return Service.named(name).orElseThrow(() -> new Misuse("There is no service " + name + "."));
    }

    Set<Service> services() {
        return EnumSet.complementOf(EnumSet.copyOf(without));
    }

    void requireWords(int min, int max, String usage) {
        if (words.size() < min || words.size() > max) {
            throw new Misuse("Usage: ./suite " + usage);
        }
    }
}
