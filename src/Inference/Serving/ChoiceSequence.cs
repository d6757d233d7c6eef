using Cocoon.Inference.Chat;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Running;
using Cocoon.Inference.Sampling;

namespace Cocoon.Inference.Serving;

/// <summary>One answer to a generation: the prompt and what was written after it. Used by the engine's thread only.</summary>
internal sealed class ChoiceSequence(GenerationJob job, int number, int[] prompt, ServedModel model, Sampler sampler, AnswerGuide guide, ChoiceWriter writer)
    : EngineSequence(job, number)
{
    private int[] _tokens = prompt;
    private int _count = job.PromptTokens;

    public override ReadOnlySpan<int> Tokens => _tokens.AsSpan(0, _count);

    public override ReadOnlySpan<int> Opening => Tokens;

    private GenerationRequest Request => job.Request;

    public override StepOutput Wants(int tokens) => tokens == Pending ? StepOutput.Logits : StepOutput.None;

    /// <summary>Chooses the next token by the logits that follow all known ones.</summary>
    public override bool Take(ReadOnlySpan<float> output)
    {
        var token = sampler.Next(output, guide.Mask);
        if (model.EndTokens.Contains(token)) return End(writer.Finish);
        guide.Accept(token);
        Add(token);
        job.Write(writer.Write(token, Request.LogProbs ? TokenRivals.Of(output, token, Request.TopLogProbs, model.Tokenizer.Tokenizer) : null));
        if (writer.IsStopped || guide.IsOver) return End(writer.Finish);
        return _count - job.PromptTokens == Request.MaxTokens && End(FinishReason.Length);
    }

    private bool End(FinishReason finish)
    {
        job.End(writer, finish);
        return true;
    }

    private void Add(int token)
    {
        if (_count == _tokens.Length)
        {
            // Room for all of most answers at once; the prompt's own array is shared by all choices and never written to.
            var most = job.PromptTokens + Request.MaxTokens;
            Array.Resize(ref _tokens, Math.Min(most, Math.Max(_count * 2, _count + 256)));
        }
        _tokens[_count++] = token;
    }
}
