using Cocoon.Inference.Running;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Tests.Serving;

/// <summary>An engine over a scripted runner, with tiny-jane's vocabulary.</summary>
internal static class ScriptedModel
{
    public static LocalEngine Open(IModelRunner runner, LocalEngineOptions? options = null, TimeProvider? time = null) => new(
        runner, TinyJane.Folder.Tokenizer, new EngineDescriptor("scripted", new string('0', 64), "fp32", runner.ContextLength, 1, runner.Name, "1"), [ScriptedRunner.EndToken], options, time);

    /// <summary>A greedy continuation of text of so many tokens that goes on to the limit.</summary>
    public static GenerationRequest Continue(int promptTokens, int maxTokens, int variant = 0) =>
        new(new ChatPrompt([]), maxTokens, new SamplingOptions { Temperature = 0, LogitBias = new Dictionary<int, float> { [ScriptedRunner.EndToken] = -100 } }, [])
        {
            RawPrompt = new string((char)('1' + variant), promptTokens),
        };
}
