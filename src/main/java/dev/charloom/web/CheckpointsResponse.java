package dev.charloom.web;

import dev.charloom.training.CheckpointInfo;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;

/// The checkpoints of a job that are kept.
record CheckpointsResponse(
        @Schema(description = "The latest last.") List<CheckpointInfo> checkpoints) {}
