using System.Collections.Immutable;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Gateway.Login;
using Cocoon.Grains;
using Cocoon.Grains.Accounts;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Wallets;
using Microsoft.Extensions.DependencyInjection;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Login;

/// <summary>A wallet's proof is exchanged for a key over HTTP.</summary>
public sealed class LoginTests
{
    private static readonly SigningKey Owner = new(FakeMarket.Bytes(61).ToArray(), Ed25519.Default);
    private static readonly WalletV5R1 Wallet = new(Owner.PublicKey.Span, -217);
    private static readonly long Now = FakeMarket.Start.ToUnixTimeSeconds();

    private readonly FakeMarket _market = new();
    private readonly IClientAccountGrain _account = Substitute.For<IClientAccountGrain>();
    private readonly ITonClient _chain = Substitute.For<ITonClient>();
    private (HexBytes Proof, DateTimeOffset Until, HexBytes Secret) _made;

    public LoginTests()
    {
        _market.Grains.GetGrain<IClientAccountGrain>(Wallet.Address.Raw).Returns(_account);
        var keys = ImmutableList<KeyView>.Empty;
        _account.Login(default, default, default!, default!, default, default).ReturnsForAnyArgs(call =>
        {
            if (_made.Proof == call.ArgAt<HexBytes>(0)) throw new RefusedException(RefusalCode.ProofUsed, "Used.");
            _made = (call.ArgAt<HexBytes>(0), call.ArgAt<DateTimeOffset>(1), call.ArgAt<HexBytes>(4));
            keys = [new KeyView(call.ArgAt<string>(2), call.ArgAt<string>(3), FakeMarket.Start, null, call.ArgAt<KeyScope?>(5), null, null, null)];
            return Task.CompletedTask;
        });
        _account.KeyViews().Returns(_ => Task.FromResult(keys));
    }

    [Fact]
    public async Task A_wallet_gets_its_first_key_and_each_proof_is_good_for_one()
    {
        await using var gateway = await Start();
        var login = await Login(gateway, key: """{"name":"mini app","scope":{"daily_spend_nano":7}}""");

        var (status, answer) = await Post(gateway, login);
        status.Should().Be(201, "{0}", answer);
        ApiKey.TryParse(answer.GetProperty("key").GetProperty("key").GetString(), out var key).Should().BeTrue();
        (key.Account, key.SecretHash, _made.Until).Should().Be((Wallet.Address, _made.Secret, FakeMarket.Start + LoginPayloads.Life));
        await _account.Received(1).Login(_made.Proof, _made.Until, key.Id, "mini app", key.SecretHash, Arg.Is<KeyScope>(scope => scope.DailySpend == new Nano(7)));
        (await Post(gateway, login)).Item1.Should().Be(401, "it was used");
        gateway.Logs.Lines.Should().NotContain(line => line.Contains(key.Reveal()));
    }

    [Fact]
    public async Task Without_a_state_the_contract_on_chain_says_the_key()
    {
        _chain.RunGetMethodAsync(Wallet.Address, "get_public_key", Arg.Any<CancellationToken>())
            .Returns(_ => new GetMethodResult(0, 1, [StackItem.Of(new BigInteger(Owner.PublicKey.Span, isUnsigned: true, isBigEndian: true))]));
        await using var gateway = await Start();
        var login = await Login(gateway);
        login.Remove("state_init");
        (await Post(gateway, login)).Status.Should().Be(201);
    }

    [Theory]
    [InlineData("another domain", 401)]
    [InlineData("a length that is not the domain's", 401)]
    [InlineData("too old", 401)]
    [InlineData("from the future", 401)]
    [InlineData("a payload of one's own", 401)]
    [InlineData("another's state", 401)]
    [InlineData("another's address", 401)]
    [InlineData("another public key", 401)]
    [InlineData("another's signature", 401)]
    [InlineData("another network", 400)]
    [InlineData("no proof", 400)]
    [InlineData("a misspelt limit", 400)]
    public async Task Anything_else_is_refused(string what, int expected)
    {
        await using var gateway = await Start();
        var login = what switch
        {
            "another domain" => await Login(gateway, domain: "evil.example"),
            "too old" => await Login(gateway, timestamp: Now - 901),
            "from the future" => await Login(gateway, timestamp: Now + 61),
            "a payload of one's own" => await Login(gateway, payload: "AAAAAGkgWkAAAA"),
            "another's signature" => await Login(gateway, signer: new SigningKey(FakeMarket.Bytes(62).ToArray(), Ed25519.Default)),
            "a misspelt limit" => await Login(gateway, key: """{"name":"x","scope":{"daily_spend":7}}"""),
            _ => await Login(gateway),
        };
        if (what == "a length that is not the domain's") login["proof"]!["domain"]!["lengthBytes"] = 3;
        if (what == "another's state") login["state_init"] = Convert.ToBase64String(Boc.Write(new WalletV5R1(FakeMarket.Bytes(9).ToArray(), -217).Init.ToCell()));
        if (what == "another's address") login["address"] = FakeMarket.Client.Raw;
        if (what == "another public key") login["public_key"] = FakeMarket.Bytes(9).ToString();
        if (what == "another network") login["network"] = "-3";
        if (what == "no proof") login.Remove("proof");

        (await Post(gateway, login)).Status.Should().Be(expected);
        _made.Should().Be(default((HexBytes, DateTimeOffset, HexBytes)));
    }

    [Fact]
    public async Task A_login_that_is_not_configured_is_closed()
    {
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = await gateway.Http.PostAsync("/cocoon/v1/login/payload", null);
        ((int)answer.StatusCode).Should().Be(404);
    }

    private Task<GatewayHost> Start() => GatewayHost.Start(_market, options => options.Login.Domains = ["app.example"], services: services => services.AddSingleton(_chain));

    private static async Task<JsonObject> Login(GatewayHost gateway, string domain = "app.example", long? timestamp = null, string? payload = null, SigningKey? signer = null, string? key = null)
    {
        if (payload is null)
        {
            using var given = await gateway.Http.PostAsync("/cocoon/v1/login/payload", null);
            payload = JsonDocument.Parse(await given.Content.ReadAsStringAsync()).RootElement.GetProperty("payload").GetString()!;
        }
        var time = timestamp ?? Now;
        var login = new JsonObject
        {
            ["address"] = Wallet.Address.Raw, ["network"] = "-217", ["public_key"] = Convert.ToHexStringLower(Owner.PublicKey.Span),
            ["state_init"] = Convert.ToBase64String(Boc.Write(Wallet.Init.ToCell())),
            ["proof"] = new JsonObject
            {
                ["timestamp"] = time, ["domain"] = new JsonObject { ["lengthBytes"] = domain.Length, ["value"] = domain }, ["payload"] = payload,
                ["signature"] = Convert.ToBase64String(Ed25519.Default.Sign(signer ?? Owner, TonProof.Digest(Wallet.Address, domain, time, payload))),
            },
        };
        if (key is not null) login["key"] = JsonNode.Parse(key);
        return login;
    }

    private static async Task<(int Status, JsonElement Answer)> Post(GatewayHost gateway, JsonObject login)
    {
        using var answer = await gateway.Http.PostAsync("/cocoon/v1/login", new StringContent(login.ToJsonString(), Encoding.UTF8, "application/json"));
        return ((int)answer.StatusCode, JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement);
    }
}
