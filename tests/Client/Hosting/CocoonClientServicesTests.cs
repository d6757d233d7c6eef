using Cocoon.Client.Transport;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using NSubstitute;

namespace Cocoon.Client.Tests.Hosting;

public sealed class CocoonClientServicesTests
{
    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["Endpoint"] = "http://market.test", ["Channel"] = FakeMarket.Channel.Raw, ["VoucherSeed"] = new string('4', 64), ["NetworkId"] = "-217",
        ["ApiKey"] = Core.Accounts.ApiKey.New(FakeMarket.ClientWallet, new Core.Crypto.SystemEntropy()).Reveal(), ["MaxChargeNano"] = "31",
    };

    [Fact]
    public async Task Three_lines_make_an_app_a_customer()
    {
        using var market = new FakeMarket();
        var services = new ServiceCollection();
        services.AddCocoonClient(Section(Settings)).Configure<CocoonClientOptions>(static options => options.VoucherStore = new MemoryVoucherStore());
        services.AddCocoonChatClient("model");
        services.AddCocoonEmbeddingGenerator("model");
        services.ConfigureHttpClientDefaults(http => http.ConfigurePrimaryHttpMessageHandler(() => market));
        await using var provider = services.BuildServiceProvider();

        var asking = () => provider.GetRequiredService<IChatClient>().GetResponseAsync(FakeMarket.Prompt);

        (await asking.Should().ThrowAsync<ReceiptMismatchException>("the setting limits each charge")).WithMessage("*above the limit*");
        provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>().GetService<ICocoonClient>().Should().BeSameAs(provider.GetRequiredService<ICocoonClient>());
    }

    [Fact]
    public void Clients_of_different_names_have_their_own_settings_and_each_is_validated()
    {
        using var provider = new ServiceCollection()
            .AddCocoonClient("one", static options => options.Read(Section(Settings)))
            .AddCocoonClient("two", static _ => { })
            .AddCocoonChatClient("model", "one")
            .BuildServiceProvider();

        provider.GetRequiredKeyedService<ICocoonClient>("one").Should().BeSameAs(provider.GetRequiredService<IChatClient>().GetService<ICocoonClient>());
        provider.Invoking(p => p.GetRequiredKeyedService<ICocoonClient>("two")).Should().Throw<OptionsValidationException>().Which.Failures.Should().HaveCount(5);
        provider.GetService<ICocoonClient>().Should().BeNull("named clients are asked for by name");
    }

    [Fact]
    public void A_named_client_is_let_go_of_once_though_a_host_has_it_under_two_types()
    {
        var transport = Substitute.For<IMarketTransport>();
        var provider = new ServiceCollection().AddCocoonClient("one", static options => options.Read(Section(Settings)), (_, _) => transport).BuildServiceProvider();
        provider.GetRequiredKeyedService<ICocoonClient>("one");

        provider.Dispose();

        transport.Received(1).Dispose();
    }

    [Theory]
    [InlineData("Channel", "nowhere")]
    [InlineData("VoucherSeed", "4444")]
    [InlineData("NetworkId", "main")]
    public void A_setting_in_a_wrong_form_is_named_and_not_shown(string name, string value)
    {
        var reading = () => new CocoonClientOptions().Read(Section(new(Settings) { [name] = value }));

        reading.Should().Throw<ArgumentException>().WithMessage($"*{name}*").Which.Message.Should().NotContain(value);
    }

    private static IConfiguration Section(Dictionary<string, string?> settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create("Cocoon:" + pair.Key, pair.Value))).Build().GetSection("Cocoon");
}
