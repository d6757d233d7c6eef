using Cocoon.Cli.Doctor;
using Cocoon.Cli.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;
using Cocoon.Silo.Settings;
using Cocoon.Ton;
using Cocoon.Ton.Client;
using Cocoon.Ton.Stakes;

namespace Cocoon.Cli.Providers;

/// <summary>Joins a market, step by step. Each step looks first whether it is done, so that running it again changes only what differs.</summary>
internal sealed class Join(ProviderFolder folder, TimeProvider time)
{
    public async Task<JoinOutcome> Run(JoinPlace place, JoinWish wish, CancellationToken cancellationToken)
    {
        using var http = new ProviderHttp(place.Gateway);
        var market = await http.Ask<MarketTerms>(HttpMethod.Get, "cocoon/v1/market", null, cancellationToken);
        var chain = place.Chain ?? folder.Notes()?.Chain ?? PublicNode(market.NetworkId);
        var ton = Ton(chain);

        Console.WriteLine("1. This machine");
        var checks = await new Preflight(market, ton, folder, wish.IsOpen).Look(wish.Models, cancellationToken);
        foreach (var check in checks) Console.WriteLine($"  {DoctorCommand.Mark(check.Verdict)} {check.Name,-17} {check.Detail}");
        if (checks.Count(static check => check.Verdict == Verdict.Missing) is var missing and > 0)
            throw new CliException($"{missing} needed thing(s) missing: see above. Nothing was made and nothing paid; run this again when they are there.");

        Console.WriteLine("2. Wallet");
        var walletFile = Path.GetFullPath(place.WalletFile ?? folder.Notes()?.WalletFile ?? OwnerWallet.Create(folder, asSeed: wish.IsOpen));
        if (wish.IsOpen && KeyFile.WhyNotKey("--wallet-file", walletFile) is { } why)
            throw new CliException($"{why} A machine without a TEE signs with the wallet's key itself (--open), so words do not do.");
        using var wallet = OwnerWallet.Open(walletFile, market.NetworkId);
        var notes = Notes(new JoinNotes(place.Gateway, chain, market.NetworkId, wallet.Address, walletFile));
        Tables.Line("address", wallet.Address);
        Tables.Line("key", $"{walletFile}: copy it to a safe place. Whoever has it has your earnings and your stake; {(wish.IsOpen ? "this machine signs with it." : "the silo does not need it.")}");

        Console.WriteLine("3. Stake");
        notes = await Stake(notes, market, wish, wallet, new StakeKeeper(ton, wallet, folder, time), place.IsAgreed, cancellationToken);

        Console.WriteLine("4. Account");
        await Login(http, notes, wallet, place.Domain ?? place.Gateway.Host, cancellationToken);

        Console.WriteLine("5. Settings");
        var (changed, lacks) = SiloSettingsWriter.Write(folder, place.Template, wish, notes, market);
        Tables.Line("file", $"{folder.SiloFile}, {(changed ? "written" : "unchanged")}");

        Console.WriteLine("6. Income");
        foreach (var model in wish.Models) await Income(model, wish, market, cancellationToken);
        return new JoinOutcome(wallet.Address, folder.SiloFile, changed, lacks);
    }

    public static ITonClient Ton(Uri chain) => new ToncenterClient(new HttpClient(), new ToncenterOptions { Endpoint = chain }, TimeProvider.System, Random.Shared);

    /// <summary>One folder is one provider: another wallet or network needs another folder.</summary>
    private JoinNotes Notes(JoinNotes now)
    {
        var before = folder.Notes();
        if (before is not null && (before.Wallet != now.Wallet || before.NetworkId != now.NetworkId))
            throw new CliException($"'{folder.FullPath}' is the provider {before.Wallet} on network {before.NetworkId}. Use its wallet and market, or another --folder.");
        var notes = before is null ? now : before with { Gateway = now.Gateway, Chain = now.Chain, WalletFile = now.WalletFile };
        if (notes != before) folder.Write(notes);
        return notes;
    }

    private async Task<JoinNotes> Stake(JoinNotes notes, MarketTerms market, JoinWish wish, OwnerWallet wallet, StakeKeeper keeper, bool isAgreed, CancellationToken cancellationToken)
    {
        if (market.Stake is null && notes.Stake is null)
        {
            Tables.Line("stake", wish.Stake is { IsPositive: true }
                ? throw new CliException("This market states no terms for stakes, so there is nothing to stake into. Leave --stake out.")
                : "none: this market asks for none, and can slash nothing");
            return notes;
        }
        if (market.Stake is not null && notes.Stake is not null && notes.Stake != market.Stake)
            Tables.Line("terms", "The market states other terms today; your stake keeps those it was made with. To move, leave, and join from another --folder.");
        var terms = notes.Stake ?? market.Stake!;
        var wanted = wish.Stake ?? terms.LeastNano;
        SlashingRules.Print(terms, wanted);
        if (wanted.IsZero && notes.Stake is null) return notes;
        if (notes.AgreedAt is null && wanted.IsPositive)
        {
            SlashingRules.RequireConsent(isAgreed);
            notes = notes with { Stake = terms, AgreedAt = time.GetUtcNow() };
            folder.Write(notes);
        }
        var (after, added) = await keeper.Deposit(notes, wanted, cancellationToken);
        Tables.Line("staked", added.IsPositive ? $"{added} added" : "as much is there already; nothing added");
        Tables.Line("contract", StakeContract.Init(terms.Of(wallet.Address, notes.NetworkId)).GetAddress());
        return after;
    }

    private async Task Login(ProviderHttp http, JoinNotes notes, OwnerWallet wallet, string domain, CancellationToken cancellationToken)
    {
        if (File.Exists(folder.ApiKeyFile) && await Works(notes, cancellationToken))
        {
            Tables.Line("API key", $"{folder.ApiKeyFile}, still good");
            return;
        }
        folder.Write(folder.ApiKeyFile, await WalletLogin.GetKey(http, wallet, notes.NetworkId, domain, time.GetUtcNow(), cancellationToken));
        Tables.Line("API key", $"{folder.ApiKeyFile}, made by the wallet's proof for '{domain}'");
    }

    /// <summary>An estimate at the tier that the machine will have as far as is known here; all else is done, so that failing costs nothing.</summary>
    private async Task Income(ModelToServe model, JoinWish wish, MarketTerms market, CancellationToken cancellationToken)
    {
        var tier = wish.IsOpen ? TierNames.Open : market.DefaultTier;
        Tables.Line("model", $"{model.Id}, at tier {tier}, as settled in the last day");
        using var own = new OwnProvider(folder);
        try
        {
            ProviderText.Income(await own.Get($"/income?model={Uri.EscapeDataString(model.Id)}&tier={tier}&slots={wish.Slots}&prompt={Price(wish.PromptTon)}&completion={Price(wish.CompletionTon)}", cancellationToken));
        }
        catch (CliException e)
        {
            Tables.Line("expected income", $"not known: {e.Message}");
        }

        static long Price(decimal ton) => (long)(ton * Nano.PerTon);
    }

    private async Task<bool> Works(JoinNotes notes, CancellationToken cancellationToken)
    {
        using var own = new ProviderHttp(notes.Gateway, OwnProvider.ReadKey(folder));
        try
        {
            await own.Ask<System.Text.Json.JsonElement>(HttpMethod.Get, "cocoon/v1/provider", null, cancellationToken);
            return true;
        }
        catch (CliException)
        {
            // Whatever is wrong with the key: the wallet makes another, and says so if it cannot.
            return false;
        }
    }

    private static Uri PublicNode(int networkId) => networkId switch
    {
        TonNetwork.Mainnet => new Uri("https://toncenter.com/api/v2/"),
        TonNetwork.Testnet => new Uri("https://testnet.toncenter.com/api/v2/"),
        _ => throw new CliException($"Name a node of the network {networkId} with --chain, such as http://127.0.0.1:8081/api/v2/."),
    };
}
