using Cocoon.Grains.Inference;
using Cocoon.Sealing;

namespace Cocoon.Grains.Tests;

/// <summary>One step of an answer as its caller reads it.</summary>
public sealed record OpenedChunk(AnswerToken Token, InferenceOutcome? Outcome, byte[] Salt)
{
    public string Text => Token.Text;
}
