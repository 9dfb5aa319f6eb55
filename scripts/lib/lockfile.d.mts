/** One entry of package-lock.json. */
export interface LockedPackage {
  version: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

export interface MissingPackage {
  name: string;
  version: string;
  dependent: LockedPackage;
}

export function missingFromLock(packages: Record<string, LockedPackage>): MissingPackage[];
