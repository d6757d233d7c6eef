using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Jobs;

/// <summary>One thing that can happen to a job. Times in seconds.</summary>
internal abstract record JobCommand(string Words)
{
    public sealed override string ToString() => Words;

    /// <summary>A caller asks, or asks again: with another request when the tag differs.</summary>
    public sealed record Open(int Tag, int PromptTokens, int CompletionTokens, int Seconds, long Hold)
        : JobCommand($"open #{Tag} {PromptTokens}+{CompletionTokens} tokens for {Seconds} s, hold {Hold}");

    /// <summary>A lease of one life of a provider, at a price for any token.</summary>
    public sealed record Lease(int Epoch, long Price, int Seconds) : JobCommand($"lease e{Epoch} at {Price}, appraised for {Seconds} s");

    public sealed record Begin(int Epoch) : JobCommand($"begin e{Epoch}");

    public sealed record Complete(int Prompt, int Cached, int Completion, int Reasoning, Lie Lie) : JobCommand($"complete {Prompt}+{Cached}+{Completion}+{Reasoning}{(Lie == 0 ? "" : $" with a lie: {Lie}")}")
    {
        /// <summary>Whether it repeats a receipt that was taken; the key it came with is not part of it.</summary>
        public bool Repeats(Complete taken) =>
            (Lie is Lie.None or Lie.EnclaveKey) && (Prompt, Cached, Completion, Reasoning) == (taken.Prompt, taken.Cached, taken.Completion, taken.Reasoning);
    }

    public sealed record Receipted() : JobCommand("receipted");

    public sealed record Fail(int Reason) : JobCommand($"fail #{Reason}");

    public sealed record Pass(int Seconds) : JobCommand($"{Seconds} s pass");

    /// <summary>Mostly what a good caller and provider do; otherwise anything.</summary>
    public static Gen<JobCommand> Any { get; } = Gen.Frequency(
        (16, Gen.Elements<JobCommand>(new Open(1, 10, 10, 120, 40), new Open(1, 10, 10, 30, 40))),
        (12, from epoch in Gen.Choose(1, 2) from price in Gen.Choose(1, 2) select (JobCommand)new Lease(epoch, price, 300)),
        (16, from epoch in Gen.Choose(1, 2) select (JobCommand)new Begin(epoch)),
        (14, from prompt in Gen.Choose(1, 5)
             from cached in Gen.Choose(0, 5)
             from completion in Gen.Choose(1, 5)
             from reasoning in Gen.Choose(0, 5)
             select (JobCommand)new Complete(prompt, cached, completion, reasoning, Lie.None)),
        (9, Gen.Constant((JobCommand)new Receipted())),
        (1, from reason in Gen.Choose(1, 2) select (JobCommand)new Fail(reason)),
        (5, from seconds in Gen.Elements(1, 20, 40) select (JobCommand)new Pass(seconds)),
        (6, from tag in Gen.Choose(1, 2)
            from prompt in Gen.Elements(0, 10, 1_000_000, 1_000_001)
            from completion in Gen.Elements(0, 10, 1_000_001)
            from seconds in Gen.Elements(-1, 0, 60)
            from hold in Gen.Elements(-1, 39, 40, 9_000_000)
            select (JobCommand)new Open(tag, prompt, completion, seconds, hold)),
        (4, from epoch in Gen.Choose(1, 2)
            from price in Gen.Choose(1, 3)
            from seconds in Gen.Elements(0, 30)
            select (JobCommand)new Lease(epoch, price, seconds)),
        (12, from prompt in Gen.Elements(0, 5, 10, 11)
             from cached in Gen.Elements(-1, 0, 5)
             from completion in Gen.Elements(0, 5, 10, 11)
             from reasoning in Gen.Elements(-1, 0, 5)
             select (JobCommand)new Complete(prompt, cached, completion, reasoning, Lie.None)),
        (6, from lie in Gen.Elements(Enum.GetValues<Lie>()) select (JobCommand)new Complete(5, 0, 5, 0, lie)));
}
