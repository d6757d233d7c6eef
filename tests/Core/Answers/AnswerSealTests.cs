using System.Text;
using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Tests.Answers;

public sealed class AnswerSealTests
{
    private static readonly AccountAddress Client = AccountAddress.From(0, Enumerable.Repeat((byte)1, 32).ToArray());
    private static readonly ApiKey Key = ApiKey.New(Client, new Counting());
    private static readonly byte[] Answer = Encoding.UTF8.GetBytes("The answer is 42.");

    [Fact]
    public void An_answer_opens_with_the_key_and_the_id_it_was_sealed_for_and_with_no_other()
    {
        var message = AnswerSeal.Seal(Key, "resp_1", Answer, new SystemEntropy());

        AnswerSeal.TryOpen(Key, "resp_1", message, out var opened).Should().BeTrue();
        opened.Should().Equal(Answer);
        Encoding.Latin1.GetString(message).Should().NotContain("answer");
        AnswerSeal.TryOpen(Key, "resp_2", message, out _).Should().BeFalse();
        AnswerSeal.TryOpen(ApiKey.New(Client, new SystemEntropy()), "resp_1", message, out _).Should().BeFalse("another key of the same account has another secret");
    }

    [Fact]
    public void No_bit_can_be_changed_and_nothing_can_be_cut_off()
    {
        var message = AnswerSeal.Seal(Key, "resp_1", Answer, new SystemEntropy());

        for (var i = 0; i < message.Length; i++)
        {
            var changed = message.ToArray();
            changed[i] ^= 1;
            AnswerSeal.TryOpen(Key, "resp_1", changed, out _).Should().BeFalse("byte {0} was changed", i);
            AnswerSeal.TryOpen(Key, "resp_1", message.AsSpan(0, i), out _).Should().BeFalse("{0} bytes are left", i);
        }
    }

    /// <summary>The form is stored: what one release sealed, every later one opens.</summary>
    [Fact]
    public void The_bytes_are_those_of_the_first_release() =>
        Convert.ToHexStringLower(AnswerSeal.Seal(Key, "resp_1", Answer, new Counting())).Should().Be("01000102030405060708090a0b87371f38b2cc84156c05164695ad39c64a43d656803b5a601201ca3c4509dd5b5a");

    [Fact]
    public void Memory_is_taken_up_to_the_budget_and_no_further()
    {
        var memory = new AnswerMemory(10);

        memory.TryTake(6).Should().BeTrue();
        memory.TryTake(5).Should().BeFalse();
        memory.Taken.Should().Be(6);
        memory.GiveBack(6);
        memory.TryTake(10).Should().BeTrue();
        memory.Invoking(full => full.GiveBack(11)).Should().Throw<InvariantViolationException>();
    }

    private sealed class Counting : IEntropy
    {
        public void Fill(Span<byte> bytes)
        {
            for (var i = 0; i < bytes.Length; i++) bytes[i] = (byte)i;
        }
    }
}
