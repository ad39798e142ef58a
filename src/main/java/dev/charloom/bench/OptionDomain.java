package dev.charloom.bench;

import java.util.List;

/// What an option takes.
sealed interface OptionDomain {

    boolean contains(String value);

    /// What is allowed, after "must be".
    String description();

    /// Whole numbers from `from` to `to`.
    record WholeNumber(int from, int to) implements OptionDomain {
        @Override
        public boolean contains(String value) {
            try {
                int number = Integer.parseInt(value);
                return number >= from && number <= to;
            } catch (NumberFormatException notANumber) {
                return false;
            }
        }

        @Override
        public String description() {
            return "a whole number from " + from + " to " + to;
        }
    }

    /// Numbers above 0, up to `to`.
    record Positive(int to) implements OptionDomain {
        @Override
        public boolean contains(String value) {
            try {
                double number = Double.parseDouble(value);
                return number > 0 && number <= to;
            } catch (NumberFormatException notANumber) {
                return false;
            }
        }

        @Override
        public String description() {
            return "a number above 0, at most " + to;
        }
    }

    /// One of a few words.
    record Choice(List<String> words) implements OptionDomain {
        @Override
        public boolean contains(String value) {
            return words.contains(value);
        }

        @Override
        public String description() {
            return words.size() == 1 ? words.getFirst() : "one of " + String.join(", ", words);
        }
    }

    /// Nothing: the option is there or not.
    record Nothing() implements OptionDomain {
        @Override
        public boolean contains(String value) {
            return value.isEmpty();
        }

        @Override
        public String description() {
            return "without a value";
        }
    }
}
