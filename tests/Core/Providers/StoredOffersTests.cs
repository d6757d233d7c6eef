using System.Text.Json;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Providers;

/// <summary>Terms and sales survive the way to the database; records without them look as before.</summary>
public sealed class StoredOffersTests
{
    private static T Again<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value))!;

    [Fact]
    public void Terms_are_stored_whole_and_no_terms_not_at_all()
    {
        var registered = Provider.Register(new ProviderState(), Samples.Provider, Samples.Appraisal, [Samples.Offer() with { Floor = Samples.Prices }], Samples.Now).State;
        var terms = new OfferTerms
        {
            Prices = Samples.Prices, Floor = Samples.Prices with { Prompt = Nano.Zero }, Ceiling = Samples.Prices, BatchPrices = Samples.Prices, AutoPricing = true,
            Schedule = new([new(600, 60), new(0, 5)], "Asia/Tokyo"), Slots = 3, KeptFree = 10,
        };
        var state = Provider.SetTerms(registered, "model", terms).State;

        Again(state).TermsOf("model").Should().Be(terms);
        Again(state).Offers["model"].Should().Be(state.Offers["model"]);
        JsonSerializer.Serialize(registered).Should().NotContain("Terms");
    }

    [Fact]
    public void Sales_stand_in_the_table_of_receipts_and_lines_of_before_have_none()
    {
        var sold = ReceiptLine.From(Samples.Receipt(1, 1).Receipt, Samples.Bytes(1));
        var other = sold with { Job = Samples.Job(2), Sale = sold.Sale! with { Model = "another", Tokens = new(1, 2, 3, 4) } };
        var old = sold with { Job = Samples.Job(3), Sale = null };

        var tierless = sold with { Job = Samples.Job(4), Sale = sold.Sale! with { Tier = null } };

        sold.Sale!.Tier.Should().NotBeNull();
        Again(new SettlementState { Pending = [sold, old, other, tierless, sold] }).Pending.Should().Equal(sold, old, other, tierless, sold);
        Again(tierless).Should().Be(tierless);
        JsonSerializer.Serialize(tierless).Should().NotContain("Tier");
        JsonSerializer.Serialize(new SettlementState { Pending = [old] }).Should().NotContain("Lists");
    }
}
