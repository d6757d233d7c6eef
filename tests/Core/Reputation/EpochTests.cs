using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;
using Cocoon.Core.Reputation;

namespace Cocoon.Core.Tests.Reputation;

public sealed class EpochTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void The_hash_of_an_epoch_is_made_of_its_lines_as_documented_in_whatever_order_they_came()
    {
        EpochLine[] lines = [new(Samples.Account(2), "b", 7), new(Samples.Account(1), "z", 300), new(Samples.Account(1), "a model", 1_000)];
        var epoch = Epoch.Close(5, Samples.Now.AddMilliseconds(250), -217, Samples.Account(9), lines);
        string Raw(string digits) => "0:" + string.Concat(Enumerable.Repeat(digits, 32));

        // The tree of RFC 6962 over these four leaves, by hand.
        string[] leaves = [$"cocoon reputation v1 -217 {Raw("09")} 5 {Samples.Now.ToUnixTimeSeconds()} 3", $"{Raw("01")} 1000 a model", $"{Raw("01")} 300 z", $"{Raw("02")} 7 b"];
        var hashed = leaves.Select(leaf => SHA256.HashData([0, .. Encoding.UTF8.GetBytes(leaf)])).ToArray();
        byte[] Node(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
        epoch.Root.Should().Be(new HexBytes(Node(Node(hashed[0], hashed[1]), Node(hashed[2], hashed[3]))));
        Epoch.Close(5, Samples.Now, -217, Samples.Account(9), lines.Reverse()).Root.Should().Be(epoch.Root);
    }

    [Fact]
    public void A_provider_s_lines_are_proven_and_another_score_is_not()
    {
        var epoch = Epoch.Close(1, Samples.Now, -217, Samples.Account(9), Enumerable.Range(1, 40).SelectMany(number => new[] { Line(number, "a"), Line(number, "b") }));

        var proofs = epoch.Proofs(Samples.Account(17));

        proofs.Select(proof => proof.Line.Model).Should().Equal("a", "b");
        proofs.Should().OnlyContain(proof => proof.IsValid() && proof.Root == epoch.Root && proof.Count == 81);
        (proofs[0] with { Line = proofs[0].Line with { Score = 999 } }).IsValid().Should().BeFalse();
        epoch.Proofs(Samples.Account(99)).Should().BeEmpty();
    }

    [Fact]
    public void Epochs_are_due_at_multiples_of_their_length_and_kept_in_bounded_number()
    {
        var state = new EpochsState();
        for (var number = 1; number <= 60; number++)
        {
            state.IsDue(Hour, Samples.Now + number * Hour).Should().BeTrue();
            state = state.Closed(Close(number)).State;
            state.IsDue(Hour, Samples.Now + number * Hour + TimeSpan.FromMinutes(59)).Should().BeFalse();
        }

        state.NextNumber(Hour, DateTimeOffset.UnixEpoch + 61 * Hour).Should().Be(61);
        state.NextNumber(2 * Hour, DateTimeOffset.UnixEpoch + 61 * Hour).Should().Be(61, "numbers grow although the epochs became longer");
        state.Closed(Close(60)).Changed.Should().BeFalse("an epoch is closed once");
        state.Epochs.Should().HaveCount(EpochsState.MaxEpochs);
        state.Epochs.Where(epoch => !epoch.Lines.IsEmpty).Select(epoch => epoch.Number).Should().Equal(58, 59, 60);
    }

    [Fact]
    public void Epochs_go_on_chain_in_order_and_none_behind_a_newer_one()
    {
        var state = Enumerable.Range(1, 5).Aggregate(new EpochsState(), (known, number) => known.Closed(Close(number)).State);

        state.ToAnchor()!.Number.Should().Be(3, "the first that can still be proven");
        var after = state.Anchored(3, Samples.Bytes(1)).State;
        after.ToAnchor()!.Number.Should().Be(4);
        after.Anchored(3, Samples.Bytes(2)).Changed.Should().BeFalse();
        after.Anchored(4, Samples.Bytes(2)).State.Anchored(5, Samples.Bytes(3)).State.ToAnchor().Should().BeNull();
    }

    private static Epoch Close(int number) => Epoch.Close(number, Samples.Now + number * Hour, -217, Samples.Account(9), [Line(1, "model")]);

    private static EpochLine Line(int number, string model) => new(Samples.Account((byte)number), model, 300 + number);
}
