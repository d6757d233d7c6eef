namespace Cocoon.Simulation.Tests.Bugs.Table;

/// <summary>Mistakes around writing the one record of a grain.</summary>
internal static class GrainBugs
{
    private const string Grain = "src/Grains/StateMachineGrain.cs";
    private const string FailedWrite = "read again in a new activation.\n            DeactivateOnIdle();\n            throw;";

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("reply-before-write", "Nobody learns of a decision before it is stored (I8).",
            new Edit(Grain, "!ReferenceEquals(_newest, State)) await Stored();", "!ReferenceEquals(_newest, State)) _ = Stored();")),
        new("repeat-does-not-wait", "A repeat or a refusal that rests on a decision waits until that is stored (I8).",
            new Edit(Grain, "if (_newest is not null && !ReferenceEquals", "if (step.Changed && _newest is not null && !ReferenceEquals")),
        new("decides-on-the-stored-state", "A transition decides on the newest state, stored or not: no decision is overwritten by another (I3).",
            new Edit(Grain, "decide(_newest ?? _stored)", "decide(_stored)")),
        new("failed-write-lives-on", "A failed write ends the activation, so that the record is read again (I13).",
            new Edit(Grain, FailedWrite, "read again in a new activation.\n            throw;")),
        new("failed-write-keeps-its-decision", "What a failed write should have stored is forgotten: whether it took effect is unknown (I8).",
            new Edit(Grain, FailedWrite, "read again in a new activation.\n            _stored = state;\n            _writing = null;\n            throw;")),
        new("failed-write-counts", "A write that failed is reported to whoever waits for it (I8).",
            new Edit(Grain, FailedWrite, "read again in a new activation.\n            DeactivateOnIdle();\n            _stored = state;")),
    ];
}
