using Cocoon.Grains.Inference;

namespace Cocoon.Grains.Tests;

/// <summary>One step of an answer as its caller reads it.</summary>
public sealed record OpenedChunk(int? TokenId, string Text, InferenceOutcome? Outcome, byte[] Salt);
