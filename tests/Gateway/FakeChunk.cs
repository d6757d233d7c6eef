using Cocoon.Grains.Inference;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Tests;

/// <summary>One step of an answer before it is sealed.</summary>
internal sealed record FakeChunk(AnswerToken Token, InferenceOutcome? Outcome);
