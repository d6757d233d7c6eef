namespace Cocoon.Silo.Tests.Placement;

[Alias("cocoon.tests.ISiloBoundGrain")]
public interface ISiloBoundGrain : IGrainWithStringKey
{
    [Alias("where")]
    Task<string> Where();
}
