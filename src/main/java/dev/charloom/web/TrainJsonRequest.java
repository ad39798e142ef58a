package dev.charloom.web;

import io.swagger.v3.oas.annotations.media.Schema;

/// What to train, with its corpus.
@Schema(example = """
        {"model": "names", "corpus": "Ada\\nGrace\\nEmmy\\nSofia\\nMaryam\\nHypatia\\nRosalind\\n", "cell": "gru", \
        "hiddenSize": 32, "epochs": 50, "seed": 7}""")
record TrainJsonRequest(
        TrainRequest request,

        @Schema(description = "The text to train on.") String corpus) {}
