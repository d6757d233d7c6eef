namespace Cocoon.Silo.Settings;

internal static class StakeChecks
{
    private const int HoursOfYear = 8_760;

    public static IEnumerable<string> Of(StakeSettings stake) =>
    [
        .. Checks.Address("Cocoon:Gateway:Stake:Slasher", stake.Slasher, "the wallet that may announce a slash"),
        .. Checks.Address("Cocoon:Gateway:Stake:Arbiter", stake.Arbiter, "the wallet that decides appeals"),
        .. Checks.Address("Cocoon:Gateway:Stake:Beneficiary", stake.Beneficiary, "where slashed money goes, usually a vault"),
        .. Checks.Between("Cocoon:Gateway:Stake:UnbondingHours", stake.UnbondingHours, 1, HoursOfYear, " hours"),
        .. Checks.Between("Cocoon:Gateway:Stake:SlashHours", stake.SlashHours, 1, HoursOfYear, " hours"),
        .. Checks.Between("Cocoon:Gateway:Stake:AppealHours", stake.AppealHours, 1, HoursOfYear, " hours"),
        .. stake.UnbondingHours <= stake.SlashHours + stake.AppealHours
            ? ["Cocoon:Gateway:Stake:UnbondingHours must be above SlashHours and AppealHours together, or a stake could leave before it is slashed."] : (string[])[],
        .. Checks.Ton("Cocoon:Gateway:Stake:LeastTon", stake.LeastTon),
    ];
}
