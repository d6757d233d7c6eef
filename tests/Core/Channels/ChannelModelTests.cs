using System.Text.Json;
using Cocoon.Core.Channels;
using Cocoon.Core.Tests.Models;
using FsCheck;
using FsCheck.Fluent;
using Xunit.Abstractions;

namespace Cocoon.Core.Tests.Channels;

/// <summary>Random histories of a channel against a simple model of it.</summary>
public sealed class ChannelModelTests(ITestOutputHelper output)
{
    [Fact]
    public void A_channel_does_what_the_model_says_after_every_command() =>
        ModelCheck.Run(ChannelCommand.Any, 60, () => new ChannelRun(), output);

    /// <summary>I14.</summary>
    [Fact]
    public void A_stored_channel_reads_back_whole_and_a_replay_rebuilds_it() =>
        Prop.ForAll(Arb.From(ChannelCommand.Any.ListOf(60)), commands =>
        {
            var json = Json(Run([.. commands]));
            var back = JsonSerializer.Deserialize<ChannelState>(json)!;
            Channel.Check(back);
            return Json(back) == json && Json(Run([.. commands])) == json;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Math.Max(1, ModelCheck.Cases / 10)));

    private static string Json(ChannelState state) => JsonSerializer.Serialize(state);

    private static ChannelState Run(ChannelCommand[] commands)
    {
        var run = new ChannelRun();
        ModelCheck.Play(new History<ChannelCommand>(commands), run);
        return run.State;
    }
}
