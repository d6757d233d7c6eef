using System.Net;
using Cocoon.Admin.Access;

namespace Cocoon.Admin.Tests.Access;

public sealed class LoginAttemptsTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("192.0.2.1");
    private readonly Clock _clock = new();

    [Fact]
    public void Whoever_guesses_waits_and_others_do_not()
    {
        var attempts = new LoginAttempts(_clock);
        for (var i = 0; i < LoginAttempts.PerAddress; i++)
        {
            attempts.MayTry(Guesser).Should().BeTrue();
            attempts.Failed(Guesser);
        }

        attempts.MayTry(Guesser).Should().BeFalse();
        attempts.MayTry(IPAddress.Loopback).Should().BeTrue();
        _clock.Now += TimeSpan.FromMinutes(1);
        attempts.MayTry(Guesser).Should().BeTrue();
    }

    [Fact]
    public void Many_guessers_together_wait_too()
    {
        var attempts = new LoginAttempts(_clock);
        for (var i = 0; i < LoginAttempts.InAll; i++) attempts.Failed(new IPAddress([192, 0, 2, (byte)i]));

        attempts.MayTry(IPAddress.Loopback).Should().BeFalse();
    }

    [Theory]
    [InlineData("/admin/jobs?x=1", "/admin/jobs?x=1")]
    [InlineData("https://evil.example", "/admin")]
    [InlineData("//evil.example", "/admin")]
    [InlineData("/administrator", "/admin")]
    [InlineData("/admin/\\evil", "/admin")]
    [InlineData(null, "/admin")]
    public void After_signing_in_people_stay_here(string? back, string lands) => Paths.Back(back).Should().Be(lands);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
