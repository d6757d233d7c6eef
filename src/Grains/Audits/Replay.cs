using System.Security.Cryptography;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Inference;
using Cocoon.Inference;
using Cocoon.Inference.Formats;
using Cocoon.Inference.OpenAi;
using Cocoon.Sealing;

namespace Cocoon.Grains.Audits;

/// <summary>
/// One audit inside the auditor's enclave: opens the record, holds it against the receipt's commitments, runs the request again
/// and compares. Text stays in here; what leaves is a finding.
/// </summary>
internal sealed class Replay(Enclave enclave, AuditTask task, int networkId, TimeProvider time)
{
    private Receipt Receipt => task.Receipt.Receipt;

    /// <summary>What this machine says of the answer, signed.</summary>
    /// <param name="engine">Has the receipt's weights.</param>
    /// <param name="stop">Ends the run; the finding says then that it cannot tell.</param>
    /// <exception cref="EngineBusyException">The engine has no room.</exception>
    public async Task<SignedFinding> Run(IInferenceEngine engine, CancellationToken stop)
    {
        var terms = new SealingTerms(networkId, task.Disclosure.Appraisal, Receipt.Job, Receipt.Model, Receipt.WeightHash, Receipt.Prices) { Purpose = SealingPurpose.Audit };
        using var opened = enclave.TryOpen(terms, task.Disclosure.Sealed, out _);
        // Whoever hands over what nobody can open has handed over nothing.
        if (opened is null || AuditRecord.Hash(opened.Plaintext.Span) != task.Disclosure.Statement.Statement.Record) return Found(AuditOutcome.RecordMissing);
        var record = AuditRecord.TryDecode(opened.Plaintext.Span);
        if (record is null || Served(record) is not { } served || Asked(record) is not { } request) return Found(AuditOutcome.RecordForged);
        try
        {
            return await Compare(engine, record, request, served, stop);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(record.Request);
        }
    }

    private async Task<SignedFinding> Compare(IInferenceEngine engine, AuditRecord record, ChatCompletionRequest request, SaidAnswer served, CancellationToken stop)
    {
        var isWhole = Receipt.Ending is JobEnding.Stop or JobEnding.Length;
        if (await Again(engine, request, served, isWhole, stop) is not { } again) return Found(AuditOutcome.NotReproducible);
        var rule = new ComparisonRule(IsGreedy(request), isWhole, ComparisonRule.ToleranceOf(record.Precision, engine.Descriptor.Precision));
        // Servers that tell no ids can be held to their text alone, and where that differs nothing says how far.
        if (!served.KnowsTokens || !again.KnowsTokens) return Found(SameText(served, again, isWhole) ? AuditOutcome.Matches : AuditOutcome.NotReproducible);
        var found = AnswerComparison.Compare(served.Tokens, again.Tokens, rule);
        if (!served.AgreesInText(again, isAll: isWhole && found.Outcome == AuditOutcome.Matches)) return Found(AuditOutcome.RecordForged, found);
        var replay = found.Outcome == AuditOutcome.Differs ? AuditEncoding.Replay(record.Salt, again.Tokens[found.Choice].Take(found.Position + 1).Select(static print => print.Token)) : default;
        return Found(found.Outcome, found, replay);
    }

    /// <summary>Runs the request again, no further than the answer went; null when the engine cannot.</summary>
    private async Task<SaidAnswer?> Again(IInferenceEngine engine, ChatCompletionRequest request, SaidAnswer served, bool isWhole, CancellationToken stop)
    {
        var again = new SaidAnswer();
        try
        {
            EngineFit.Require(engine.Descriptor, request);
            var generation = request.ToGenerationRequest(task.MaxCompletionTokens / request.Choices) with { PromptScope = RunPlan.ScopeOf(Receipt.Client) };
            var hasPrints = engine.Descriptor.Capabilities.HasFlag(EngineCapabilities.LogProbs);
            var steps = hasPrints ? RunSteps.GenerateWithPrints(engine, generation, stop) : RunSteps.Generate(engine, generation, stop);
            await foreach (var step in steps)
            {
                again.Add(step.Token, step.Best);
                if (!isWhole && HasReached(again, served)) break;
            }
            return again;
        }
        catch (Exception e) when (e is not (EngineBusyException or OutOfMemoryException))
        {
            // Engines are foreign code, whose messages may quote the prompt.
            return null;
        }
    }

    private static bool HasReached(SaidAnswer again, SaidAnswer served)
    {
        for (var choice = 0; choice < served.Tokens.Count; choice++)
            if (choice >= again.Tokens.Count || again.Tokens[choice].Count < served.Tokens[choice].Count) return false;
        return true;
    }

    private static bool SameText(SaidAnswer served, SaidAnswer again, bool isWhole)
    {
        for (var choice = 0; choice < Math.Max(served.Tokens.Count, again.Tokens.Count); choice++)
        {
            var (one, two) = (served.Text(choice, int.MaxValue), again.Text(choice, int.MaxValue));
            if (isWhole ? one != two : !one.StartsWith(two, StringComparison.Ordinal) && !two.StartsWith(one, StringComparison.Ordinal)) return false;
        }
        return true;
    }

    /// <summary>The answer of the record, if it is the one that the receipt commits to.</summary>
    private SaidAnswer? Served(AuditRecord record)
    {
        if (record.Salt.Length != Commitment.SaltBytes) return null;
        var served = new SaidAnswer();
        foreach (var step in record.Steps)
        {
            if (!AnswerToken.TryDecode(step.Said, out var said) || !said.Embedding.IsEmpty) return null;
            try
            {
                served.Add(said, step.Best);
            }
            catch (InvalidOperationException)
            {
                // Arguments without a call.
                return null;
            }
        }
        var tokens = served.Tokens.Sum(static choice => (long)choice.Count);
        return served.Commit(record.Salt) == Receipt.AnswerCommitment && tokens == Receipt.Tokens.Delivered ? served : null;
    }

    /// <summary>The request of the record, if it is the one that the receipt commits to.</summary>
    private ChatCompletionRequest? Asked(AuditRecord record)
    {
        try
        {
            if (ServedRequest.Parse(record.Request) is not ChatCompletionRequest { IsDeterministic: true } request || request.Model != Receipt.Model) return null;
            return RunPlan.Commit(request, record.Salt, record.Request) == Receipt.PromptCommitment ? request : null;
        }
        catch (RequestFormatException)
        {
            return null;
        }
    }

    /// <summary>Whether the model's own logits alone decide, which is what engines tell of.</summary>
    private static bool IsGreedy(ChatCompletionRequest request) =>
        request is { Sampling: { Temperature: 0, FrequencyPenalty: 0, PresencePenalty: 0, RepetitionPenalty: 1, LogitBias.Count: 0 }, Format.Kind: AnswerFormatKind.Text, Tools.Count: 0 };

    private SignedFinding Found(AuditOutcome outcome, Comparison? comparison = null, HexBytes replay = default) => enclave.Sign(new AuditFinding(
        Receipt.Job, Receipt.Hash(), task.Disclosure.Statement.Statement.Record, enclave.Provider, outcome,
        comparison?.Choice ?? 0, comparison?.Position ?? -1, comparison?.Compared ?? 0, replay, time.GetUtcNow()));
}
