using Cocoon.Inference;
using Cocoon.Inference.Formats;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Grains.Inference;

/// <summary>Refuses, by the field's name, what an engine cannot do: an answer without it would mean something else.</summary>
internal static class EngineFit
{
    /// <exception cref="InferenceRequestException">The request needs what the engine lacks.</exception>
    public static void Require(EngineDescriptor engine, ChatCompletionRequest request)
    {
        var can = engine.Capabilities;
        if (request.Tools.Count > 0 && !can.HasFlag(EngineCapabilities.Tools)) throw Lacking("tools", "calls no tools");
        if (request.Format.Kind != AnswerFormatKind.Text && !can.HasFlag(EngineCapabilities.JsonSchema)) throw Lacking("response_format", "does not hold its answers to JSON");
        if (request.LogProbs && !can.HasFlag(EngineCapabilities.LogProbs)) throw Lacking("logprobs", "tells no log probabilities");
        if (request.Written.Count > 0 && !can.HasFlag(EngineCapabilities.Continuation)) throw Lacking("cocoon.written", "does not go on with answers");
    }

    public static InferenceRequestException Lacking(string field, string what) =>
        new($"'{field}' is not supported here: this provider's engine {what}. Leave it out, or choose another provider or model.", field, "unsupported_parameter");
}
