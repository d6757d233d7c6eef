using Cocoon.Core.Channels;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Channels;

/// <summary>Random histories of a channel against the auditor's simple model.</summary>
public sealed class ChannelModelTests
{
    private static readonly Arbitrary<ChannelCommand[]> Histories = Arb.From(ChannelCommand.Any.ListOf(60).Select(list => list.ToArray()));

    [Fact]
    public void The_books_agree_with_the_auditor_after_every_step() =>
        Prop.ForAll(Histories, history =>
        {
            var state = Samples.Open();
            var auditor = new ChannelAuditor();
            foreach (var command in history)
            {
                var step = command.Apply(state);
                if (step.Refusal is not null) continue;
                if (step.Changed) auditor.Took(command);
                state = step.State;
                if (!auditor.Agrees(state)) return false;
                if (command.Apply(state) is { Refusal: null, Changed: true } && command is not ChannelCommand.Push) return false; // I3: a repeat has no effect
            }
            return Channel.ExpireHolds(state, Samples.Now.AddHours(1)).State.Held.IsZero; // I13
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(4_000));

    [Fact]
    public void Replaying_the_same_history_rebuilds_the_same_state() =>
        Prop.ForAll(Histories, history => Json(Run(history)) == Json(Run(history))).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Fact]
    public void A_stored_state_reads_back_whole() =>
        Prop.ForAll(Histories, history =>
        {
            var json = Json(Run(history));
            var back = System.Text.Json.JsonSerializer.Deserialize<ChannelState>(json)!;
            Channel.Check(back);
            return Json(back) == json;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    private static string Json(ChannelState state) => System.Text.Json.JsonSerializer.Serialize(state);

    private static ChannelState Run(ChannelCommand[] history) => history.Aggregate(Samples.Open(), (state, command) =>
        command.Apply(state) is { Refusal: null } step ? step.State : state);
}
