namespace Cocoon.Grains.Tests;

/// <summary>Nobody but the caller and the enclave reads a prompt or an answer: a silo is tapped everywhere while a job runs.</summary>
[Collection(GrainCollection.Name)]
public sealed class SealedTapTests(GrainHost host)
{
    [Fact]
    public async Task No_core_silo_sees_a_word_of_prompt_or_answer()
    {
        const string Secret = "zq9xv";
        var channel = await host.OpenChannel(10_000);
        var answer = "";

        var (leaks, heard) = await host.Tap.Listen(Secret, async () =>
        {
            var (_, tokens) = await host.Run(host.Spec(channel), $"tokens 3 {Secret}");
            await foreach (var chunk in tokens) answer += chunk.Text;
        });

        answer.Should().Be($"{Secret}0 {Secret}1 {Secret}2 ", "the secret was in the prompt, and the engine said it");
        heard.Should().BeGreaterThan(100, "the tap works");
        // The engine's own enclave has to see it; it is no core silo's grain.
        leaks.Should().BeEmpty();
        host.StoredBytes().Should().NotBeEmpty().And.AllSatisfy(file => file.AsSpan().IndexOf("zq9xv"u8).Should().Be(-1));
    }

    [Fact]
    public async Task The_tap_would_hear_what_is_said_openly()
    {
        var (leaks, _) = await host.Tap.Listen("tiny-jane", async () => await host.Candidates());

        leaks.Should().NotBeEmpty();
    }
}
