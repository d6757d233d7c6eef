using System.Security.Cryptography;
using System.Text;
using TelegramMiniApp;

namespace Cocoon.Client.Tests.Samples;

public sealed class TelegramTests
{
    private const string Token = "123:abc";
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);
    private static readonly InitData Reader = new(Token, new Stopped());

    [Fact]
    public void Only_the_webhook_s_own_secret_is_taken()
    {
        var secret = new WebhookSecret("s3cret");

        secret.Is("s3cret").Should().BeTrue();
        foreach (var wrong in (string?[])[null, "", "s3cre", "s3cret ", "S3cret"]) secret.Is(wrong).Should().BeFalse();
        FluentActions.Invoking(static () => new WebhookSecret("")).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Fresh_data_signed_for_this_bot_names_its_user()
    {
        Reader.TryRead(Signed(Now.AddMinutes(-5)), out var user).Should().BeTrue();

        user.Should().Be(42);
    }

    public static TheoryData<string> Forgeries => new()
    {
        Signed(Now.AddHours(-2)),
        Signed(Now.AddHours(1)),
        Signed(Now, token: "123:other"),
        Signed(Now).Replace("42", "43", StringComparison.Ordinal),
        Signed(Now) + "&user=%7B%22id%22%3A43%7D",
        Signed(Now)[..^2],
        "hash=zz",
        "",
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public void Anything_else_names_nobody(string initData) => Reader.TryRead(initData, out _).Should().BeFalse();

    /// <summary>As Telegram does: the fields sorted, one a line, under a key made of the bot's token.</summary>
    private static string Signed(DateTimeOffset at, string token = Token)
    {
        var lines = $"auth_date={at.ToUnixTimeSeconds()}\nquery_id=AAE\nuser={{\"id\":42}}";
        var hash = HMACSHA256.HashData(HMACSHA256.HashData("WebAppData"u8, Encoding.UTF8.GetBytes(token)), Encoding.UTF8.GetBytes(lines));
        return $"query_id=AAE&user={Uri.EscapeDataString("{\"id\":42}")}&auth_date={at.ToUnixTimeSeconds()}&hash={Convert.ToHexStringLower(hash)}";
    }

    private sealed class Stopped : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => Now;
    }
}
