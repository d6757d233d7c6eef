using Cocoon.Gateway.Accounts;
using Cocoon.Gateway.Channels;
using Cocoon.Gateway.Errors;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>The small bodies that the gateway takes: vouchers, withdrawals, closes, names of keys.</summary>
internal sealed class GatewayBodyTarget : JsonTarget
{
    private static readonly string Signature = new('a', 128);

    protected override IEnumerable<string> Documents =>
        [$$"""{"amount_nano":2045,"seqno":16,"signature":"{{Signature}}"}""", """{"amount_nano":1}""", $$"""{"amount_nano":9,"signature":"{{Signature}}"}""", """{"name":"laptop"}"""];

    public override void Read(byte[] input)
    {
        var taken = Take(() => ChannelEndpoint.ReadVoucher(Body(input))) | Take(() => ChannelEndpoint.ReadWithdrawal(Body(input)))
            | Take(() => ChannelEndpoint.ReadClose(Body(input))) | Take(() => KeysEndpoint.ReadKey(Body(input)));
        if (!taken) throw ApiException.BadRequest("None of them.");
    }

    public override bool IsRefusal(Exception exception) => exception is ApiException { Status: 400 or 413 };

    private static DefaultHttpContext Body(byte[] input) => new() { Request = { Body = new MemoryStream(input), ContentType = "application/json" } };

    private static bool Take<T>(Func<Task<T>> read)
    {
        try
        {
            read().GetAwaiter().GetResult();
            return true;
        }
        catch (ApiException)
        {
            return false;
        }
    }
}
