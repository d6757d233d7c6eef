using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Client.Tests;

/// <summary>What the client does with an answer whose provider breaks off: nobody but the machines has read it, so only the client can go on.</summary>
public sealed class ContinuationTests
{
    private static readonly ChatRequest Request = new("model", [new ChatTurn("user", FakeMarket.Prompt)]) { Temperature = 0, MaxTokens = 9, IdempotencyKey = "one" };

    [Fact]
    public async Task It_goes_on_at_another_provider_and_pays_by_a_receipt_for_the_rest()
    {
        using var market = new FakeMarket { Breaks = 1 };
        using var client = SealedPromptTests.Client(market);

        var result = await client.ChatAsync(Request with { Continue = true });

        (result.Text, result.TokensCounted).Should().Be(("Hello there", 2));
        result.Receipt!.Receipt.Charge.Should().Be(new Nano(28));
        result.Broken.Should().ContainSingle().Which.Should().NotBe(result.JobId);
        market.Wishes[1].Should().Contain("\"max_tokens\":8").And.Contain("\"deny\":[\"" + FakeMarket.Provider.Raw + "\"]");
        (await client.SettleAsync()).Should().ContainSingle(bill => bill.JobId == result.Broken[0], "its receipt has not been found yet").Which.Counted.Should().Be(1);
    }

    [Theory]
    [InlineData(false, 1, 1)]
    [InlineData(true, 9, 3)]
    public async Task It_ends_with_the_error_unless_asked_and_after_two_others(bool isAsked, int breaks, int jobs)
    {
        using var market = new FakeMarket { Breaks = breaks };
        using var client = SealedPromptTests.Client(market);

        var asking = () => client.ChatAsync(Request with { Continue = isAsked });

        (await asking.Should().ThrowAsync<CocoonException>()).Which.Code.Should().Be("engine_failed");
        market.Wishes.Should().HaveCount(jobs);
    }

    [Fact]
    public async Task Where_the_next_machine_is_not_trusted_it_is_sent_nothing_and_named_beside_how_the_answer_broke_off()
    {
        var (other, jobs) = (AccountAddress.From(0, FakeMarket.Filled(9)), 0);
        using var market = new FakeMarket { Breaks = 1, Relet = lease => ++jobs == 1 ? lease : lease with { Provider = other } };
        using var client = SealedPromptTests.Client(market);

        var asking = () => client.ChatAsync(Request with { Continue = true });

        var told = (await asking.Should().ThrowAsync<CocoonException>()).Which;
        told.Should().NotBeOfType<MachineNotTrustedException>("that is not how the answer ended");
        (told.Code, told.Status).Should().Be(("engine_failed", null));
        told.Message.Should().StartWith("The engine failed.").And.Contain($"not continued at {other.Raw}").And.Contain("was not accepted");
        told.InnerException.Should().BeOfType<MachineNotTrustedException>();
        market.Wishes.Should().HaveCount(2);
        market.Seen.Should().ContainSingle("the machine that is not trusted is sent nothing");
        market.GivenBack.Should().Be(1, "no money stays held for it");
    }

    [Fact]
    public async Task What_another_machine_would_not_give_too_cannot_be_gone_on_with()
    {
        using var market = new FakeMarket();
        using var client = SealedPromptTests.Client(market);
        ChatRequest[] unfit = [Request with { Temperature = null }, Request with { Choices = 2 }, Request with { Tools = [new ChatTool("tool")] }];

        foreach (var request in unfit)
            await FluentActions.Awaiting(() => client.ChatAsync(request with { Continue = true })).Should().ThrowAsync<ArgumentException>().WithMessage("*Continue*Seed*");

        market.Wishes.Should().BeEmpty();
    }
}
