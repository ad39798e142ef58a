package dev.charloom.bench;

import java.util.List;
import java.util.stream.Collectors;

/// Arguments that cannot be followed, all of them.
final class InvalidArguments extends RuntimeException {

    InvalidArguments(List<WrongArgument> wrong) {
        super(wrong.stream().map(WrongArgument::message).collect(Collectors.joining("\n")));
    }
}
