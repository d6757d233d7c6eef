namespace Cocoon.LocalRuntime.Tests.Values;

[GenerateSerializer, Alias("test.gift-basket")]
public sealed class GiftBasket : Basket
{
    [Id(0)]
    public string? Card { get; set; }
}
